#!/usr/bin/env node
// Node takes TypeScript from a source tree and refuses it below node_modules, where JavaScript was packed beside it.
const isInstalled = /[\\/]node_modules[\\/]/.test(import.meta.dirname);
await import(isInstalled ? '../dist/bin/countersign.js' : './countersign.ts');
