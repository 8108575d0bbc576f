/** What this deployment allows to be written, and what it has to ask for. From the settings; the same for everybody. */
export interface WriteRules {
  /** The CRM's names of the modules that `updateRecord` may touch, compared exactly. */
  readonly writableModules: readonly string[];
  /** Names of statuses that close a case, compared without regard to letter case, accents and outer spaces. */
  readonly closedStatusNames: readonly string[];
  /** Names of fields of the CRM that no caller may write as a field of a contact. */
  readonly isReservedOnContacts: (name: string) => boolean;
  /** Names of fields of the CRM that no caller may write through `updateRecord`. */
  readonly isReservedOnRecords: (name: string) => boolean;
}

/** The names under which a closing status is known in the CRM's own languages. */
export const defaultClosedStatusNames: readonly string[] = ['closed', 'cerrado', 'cerrada'];
