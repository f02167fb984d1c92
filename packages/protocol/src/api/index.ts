export { contract } from './contract.ts';
export {
  type ImportJob,
  type ImportReport,
  importJobSchema,
  importReportSchema,
  membershipSchema,
  recordSchema,
} from './schemas.ts';
