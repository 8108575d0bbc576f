/** What the package offers to a program that starts an emulator in its own process. */
export { type Emulator, type EmulatorOptions, startEmulator } from './Emulator.js';
export type { DatasetName } from './seed/Dataset.js';
export type { Fault } from './faults/Fault.js';
export type { FaultMatch, FaultRule } from './faults/FaultRule.js';
export type { JournalEntry } from './Journal.js';
export { isRefusalKind, refusalKinds, type RefusalKind } from './Refusal.js';
export type { Quirk } from './Quirk.js';
export { defaultSettings, quirks, type Settings } from './Settings.js';
export { isJsonArray, isJsonObject, type Json, type JsonObject, scalarText } from './Json.js';
export { RandomSource } from './RandomSource.js';
