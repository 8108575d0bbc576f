/** Environment variables as the process has them. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** The variables that are set, without the spaces around their values. Empty ones count as not set. */
export function readEnvironment(environment: EnvironmentVariables = process.env): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    // A custom field's label counts as it is stored, outer spaces included.
    if (value?.trim()) given[name] = name === 'WOLKVOX_MARKER_FIELD' ? value : value.trim();
  }
  // Written in capitals it would leave everything open that production closes.
  if (given['NODE_ENV']?.toLowerCase() === 'production') given['NODE_ENV'] = 'production';
  return given;
}
