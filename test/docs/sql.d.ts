/** The few calls of sql.js that the tests make. */
declare module 'sql.js' {
  interface Statement {
    bind(values: Record<string, string>): void;
    step(): boolean;
    getAsObject(): Record<string, unknown>;
    free(): void;
  }
  interface Database {
    run(text: string, values?: readonly unknown[]): void;
    prepare(text: string): Statement;
  }
  export default function initSqlJs(): Promise<{ readonly Database: new () => Database }>;
}
