/** Where a run tells what it did: fixed sentences, details as fields. pino's loggers fit it. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
