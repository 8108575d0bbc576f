/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** The login that new cases are given to until somebody enters another one. */
  readonly VITE_AGENT?: string;
}
