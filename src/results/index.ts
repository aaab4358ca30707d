/** Leads from events to a decision: who saw what, what they did then, and how sure that is. */

export { type AaResult, sampleOf, tryAgainstItself } from './aa.js';
export { aaWords } from './aawords.js';
export { askOf, askOfHoldout } from './asked.js';
export { baselineOf, FEWEST, type NoBaseline } from './baseline.js';
export type { Manner } from './compared.js';
export type { Conclusion } from './conclusion.js';
export type { Counts } from './counts.js';
export { type Danger, dangersIn, dangerText, watchOver } from './dangers.js';
export { csvOf, dataOf } from './data.js';
export type { Asked, Design } from './design.js';
export { type ClickHouseTable, countInClickHouse } from './engines/clickhouse.js';
export { compactEvents } from './engines/duckdb/compact.js';
export { countInDuckDb, type EngineCounts } from './engines/duckdb/engine.js';
export { countFiles, type FileCounts } from './engines/files.js';
export { createSamples } from './engines/samples.js';
export { COUNT_COLUMNS } from './engines/sql/answer.js';
export type { DialectName } from './engines/sql/dialect.js';
export { DIALECTS } from './engines/sql/dialects.js';
export { scriptOf, scriptText } from './engines/sql/script.js';
export { readCountTable, type TableFault } from './engines/tables.js';
export type { EventFile, Reading } from './events.js';
export { factText } from './factwords.js';
export {
  type Certainty,
  type ChiSquared,
  chiSquared,
  type Outcome,
  powerAt,
  SPLIT_ALARM,
  simulatedPower,
  smallestLift,
  type TestDesign,
  totalFor,
} from './inference/index.js';

export type { ArmWords, MetricWords } from './metricwords.js';
export { shortPercent } from './numbers.js';
export type { ResultQuestion } from './question.js';
export { readOut } from './readout.js';
export { type Entry, report, reportCards } from './report.js';
export { REPORT_STYLES } from './reportstyles.js';
export type { Result } from './result.js';
export {
  asData,
  chooseResults,
  countsAt,
  entryOf,
  leftOut,
  noteOnStrangers,
  notesOn,
  notesOnEvents,
  readChosen,
  type Selectable,
  type Selected,
  type ToldResult,
} from './selection.js';
export type { SplitWords } from './splitwords.js';
export { IN_STUDIO, type ResultsVoice, SENT, TYPED } from './voices.js';
export { type Ending, type Heading, type ResultWords, type SegmentWords, wordsOf } from './words.js';
