/** A model file as it must be. */
export interface ModelFileSpec {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal; null where nobody states it, so that only the size can be checked. */
  readonly sha256: string | null;
  /** Everything else works without it. */
  readonly optional?: boolean;
}

/** A version of an npm package that holds files; from the registry that npm is set up with. */
export interface NpmSource {
  readonly kind: 'npm';
  readonly package: string;
  readonly version: string;
  /** Subresource integrity of the archive (`sha512-…`). */
  readonly integrity: string;
  readonly bytes: number;
  /** Folder of the archive that holds the files, for example `package/model`. */
  readonly folder: string;
}

/** A zip archive that holds files under their names, at its root or below a folder. */
export interface ZipSource {
  readonly kind: 'zip';
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Single files, each at its address. */
export interface FilesSource {
  readonly kind: 'files';
  readonly urls: Readonly<Record<string, string>>;
}

/** Where files can be had. */
export type ModelSource = NpmSource | ZipSource | FilesSource;

/** Model files that belong together, in one folder, and where they can be had, best first. */
export interface ModelBundle {
  /** Name of the folder below the models' folder. */
  readonly folder: string;
  readonly files: readonly ModelFileSpec[];
  readonly sources: readonly ModelSource[];
  /**
   * Folders below a models' folder where the files are looked for, first to last; '.' is the models' folder itself.
   * Default: `folder` and '.'.
   */
  readonly places?: readonly string[];
}

/** Under which terms models may be used. */
export interface ModelLicence {
  readonly text: string;
  readonly url: string;
  /** Name by which the terms are accepted, where they must be before anything is downloaded; else null. */
  readonly acceptance: string | null;
}

/** Models that are had together, under one name. */
export interface ModelManifest {
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  readonly licence: ModelLicence;
  readonly bundles: readonly ModelBundle[];
}
