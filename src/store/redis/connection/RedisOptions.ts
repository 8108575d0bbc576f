/** How Redis (or Valkey) is reached, and how far it is trusted. */
export interface RedisOptions {
  /** `redis://` or `rediss://`, with user, password and database where they are needed. */
  readonly url: URL;
  /** The certificate of the authority that signed the server's, PEM; null where a public one did. */
  readonly ca: string | null;
  /** `verify`: the server has to show that it keeps what it was given. `trust`: the operator says that it does. */
  readonly durability: 'verify' | 'trust';
}
