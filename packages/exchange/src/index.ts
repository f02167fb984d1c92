export {
  type GithubImport,
  type GithubImportResult,
  type ImportProgress,
  importGithub,
} from './github/import-github.ts';
export { ArchiveProblem, type ArchiveProblemCode } from './github/read-archive.ts';
export { emptyReport, type ImportReport } from './import-report.ts';
export { type ImportTargetProject, TargetProblem } from './target-project.ts';
