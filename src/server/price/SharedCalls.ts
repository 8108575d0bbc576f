/** What a root field that reads costs by itself. */
export interface RootRead {
  /** The type of the records that it reads. */
  readonly typeName: string;
  readonly fewest: number;
  readonly most: number;
}

/** Owners are found in cases, and lists of cases may hold them. */
const readWith: Readonly<Record<string, string>> = { Owner: 'Case' };

/**
 * What the root fields of an operation cost at least, together. Fields that read records of one kind may share calls: a
 * page may hold what another field looks for, several look-ups may be answered by one page. Of them only the dearest is sure.
 */
export class SharedCalls {
  readonly #dearest = new Map<string, { readonly path: string; readonly fewest: number }>();

  add(path: string, { typeName, fewest }: RootRead): void {
    const kind = readWith[typeName] ?? typeName;
    const known = this.#dearest.get(kind);
    if (fewest > (known?.fewest ?? 0)) this.#dearest.set(kind, { path, fewest });
  }

  /** The fewest calls by the path of the field that they are sure of. */
  fewestByPath(): ReadonlyMap<string, number> {
    const byPath = new Map<string, number>();
    for (const { path, fewest } of this.#dearest.values()) byPath.set(path, (byPath.get(path) ?? 0) + fewest);
    return byPath;
  }
}
