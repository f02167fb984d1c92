export interface SyncLogger {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

export const SILENT: SyncLogger = { info() {}, warn() {}, error() {} };
