/** Opens DuckDB so that it reads what it is told to, in as much memory as it may, and nothing else. */

import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlQuoted } from '../sql/dialect.js';

/** A connection, with what is asked of it here. */
export interface DuckDatabase {
  run(sql: string): Promise<void>;
  /** All rows of an answer, numbers as numbers. */
  rows(sql: string): Promise<Readonly<Record<string, string | number | null>>[]>;
  close(): void;
}

/** @param folders that it may read and write; the first is for what does not fit into memory */
export async function openDuckDatabase(folders: readonly string[], memoryMb: number): Promise<DuckDatabase> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const [temporary = ''] = folders;
  for (const sql of [
    `SET memory_limit = '${memoryMb}MB'`,
    `SET temp_directory = ${sqlQuoted(temporary)}`,
    // Keeping rows in the order of the file costs memory, and no count needs it.
    'SET preserve_insertion_order = false',
    `SET allowed_directories = [${folders.map(sqlQuoted).join(', ')}]`,
    // From here on it reads no other file and loads nothing, and this cannot be undone.
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ])
    await connection.run(sql);
  return {
    run: async (sql) => void (await connection.run(sql)),
    rows: (sql) => readRows(connection, sql),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function readRows(connection: DuckDBConnection, sql: string) {
  const reader = await connection.runAndReadAll(sql);
  const names = reader.columnNames();
  return reader.getRowsJS().map((row) =>
    Object.fromEntries(
      names.map((name, at) => {
        const value = row[at];
        return [
          name,
          typeof value === 'string' || typeof value === 'number' ? value : value == null ? null : Number(value),
        ];
      }),
    ),
  );
}
