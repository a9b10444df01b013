declare module '@pnpm/npm-conf' {
  /** npm's settings of all levels, as npm would see them here. */
  interface Config {
    get(key: string): unknown;
  }
  function npmConf(options?: Readonly<Record<string, unknown>>): { readonly config: Config };
  export = npmConf;
}
