/** What a function is bundled with: generated from the workflow and the policy folder when the assembly is made. */
declare module '@countersign/program' {
  const program: import('../lib/compile/program.ts').Program;
  export default program;
}

declare module '@countersign/policies' {
  const policies: import('../lib/policy/bundle.ts').PolicyBundle;
  export default policies;
}

declare module '@countersign/programs' {
  const programs: Record<string, import('../lib/compile/program.ts').Program>;
  export default programs;
}

declare module '@countersign/directory' {
  const directory: import('../lib/policy/directory.ts').Directory;
  export default directory;
}
