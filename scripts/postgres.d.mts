/** A server that runs for tests. */
export interface PostgresServer {
  /** `postgres://…` of its only database. */
  readonly url: string;
  stop(): void;
  start(): void;
  /** Stops it and deletes what it holds. */
  remove(): void;
}
/** Starts a PostgreSQL of its own in a temporary folder, and installs one where there is none. */
export function startPostgres(): Promise<PostgresServer>;
