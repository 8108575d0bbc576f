import { isOpenToAnybody } from '../access/isOpenToAnybody.js';
import type { Config } from '../settings/config.js';
import type { Logger } from '../observability/createLogger.js';

/** Warns of settings that are allowed and probably not meant. */
export function warnOfSettings(
  log: Logger,
  settings: { readonly config: Config; readonly warnings: readonly string[]; readonly emulatorUrl: URL | null },
): void {
  const { config, warnings, emulatorUrl } = settings;
  if (emulatorUrl) {
    log.warn(
      { emulator: emulatorUrl.origin },
      'NO TENANT IS SET: serving made-up data from the emulator; set WOLKVOX_BASE_URL, _OPERATION and _TOKEN',
    );
  }
  if (isOpenToAnybody(config)) {
    log.warn(
      'ANYBODY WHO REACHES THIS ADDRESS MAY READ AND CHANGE THE CRM: set ROUTER_SECRET or JWKS_URL, or leave HOST alone',
    );
  }
  for (const warning of warnings) log.warn(warning);
}
