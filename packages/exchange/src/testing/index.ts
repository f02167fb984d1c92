export { sampleArchive, sampleIssue } from '../github/sample-archive.ts';
