export { contract } from './contract.ts';
export {
  type DeletedRecord,
  type FieldChange,
  type HistoryPreview,
  type LogVerification,
  type Pulse,
  recordTimelineFilterSchema,
  type TimelineCause,
  type TimelineEntry,
  timelineFilterSchema,
  verificationSchema,
} from './history-schemas.ts';
export {
  type ImportJob,
  type ImportReport,
  importJobSchema,
  importReportSchema,
  membershipSchema,
  recordSchema,
} from './schemas.ts';
