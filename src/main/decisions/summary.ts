import type { Chart, EncounterHeader } from '../../shared/chart.ts';
import { isFinal, type ChartCoding, type Decision, type Poa, type QueryDraft } from '../../shared/coding.ts';
import { BYTE_ORDER_MARK, csvLine } from '../reports/csvLine.ts';

/** Raised with every change of the fields below. */
export const SUMMARY_FORMAT = 1;

/** Words of the chart that a code or a query rests on. */
export interface SummaryEvidence {
  /** Name of the document. */
  document: string;
  /** Half-open range of UTF-16 offsets into the document's normalised text. */
  start: number;
  end: number;
  text: string;
}

/** A chart's codes and all that stands by them, as it is written to a file. */
export interface CodingSummary {
  format: typeof SUMMARY_FORMAT;
  chart: { id: string; name: string };
  status: ChartCoding['status'];
  header: EncounterHeader;
  /** NAME@VERSION of the release the codes are of. */
  catalogue: string;
  /** NAME@VERSION of the model that read the chart; null where none did. */
  model: string | null;
  /** In their sequence. */
  codes: {
    position: number;
    code: string;
    title: string;
    /** The first code of an inpatient stay is the principal diagnosis, of any other encounter the first-listed one. */
    role: 'principal' | 'first-listed' | 'secondary';
    /** Null where none was given, and outside inpatient stays. */
    poa: Poa | null;
    decided: Decision['decided'];
    /** The suggested code it was chosen instead of. */
    from: string | null;
    comment: string | null;
    evidence: SummaryEvidence[];
  }[];
  admitDiagnosis: { code: string; title: string } | null;
  queries: (Pick<QueryDraft, 'template' | 'about' | 'question' | 'options'> & {
    state: 'open' | 'answered' | 'withdrawn';
    sentBy: string;
    /** ISO 8601, UTC. */
    sentAt: string;
    answer: string | null;
    closedAt: string | null;
    indicators: SummaryEvidence[];
  })[];
  /** Number and hash of the ledger's last entry when this was written. */
  ledger: { entries: number; head: string };
  /** ISO 8601, UTC. */
  writtenAt: string;
}

export interface SummaryParts {
  chart: Chart;
  coding: ChartCoding;
  /** NAME@VERSION. */
  catalogue: string;
  /** NAME@VERSION, or null. */
  model: string | null;
  ledger: CodingSummary['ledger'];
  poaExempt: (code: string) => boolean;
  at: Date;
}

/** Gathers the coding summary of a chart. */
export function summaryOf({
  chart,
  coding,
  catalogue,
  model,
  ledger,
  poaExempt,
  at,
}: SummaryParts): CodingSummary {
  const names = new Map(chart.documents.map(({ id, name }) => [id, name]));
  const quoted = (evidence: Decision['evidence']): SummaryEvidence[] =>
    evidence.map(({ document, start, end, text }) => ({
      document: names.get(document) ?? document,
      start,
      end,
      text,
    }));
  const { type } = chart.header;
  const first = type === 'inpatient' ? 'principal' : 'first-listed';
  const exempt = (code: string): Poa | null => (type === 'inpatient' && poaExempt(code) ? 'exempt' : null);
  return {
    format: SUMMARY_FORMAT,
    chart: { id: chart.id, name: chart.name },
    status: coding.status,
    header: chart.header,
    catalogue,
    model,
    codes: coding.decisions.filter(isFinal).map((decision, index) => ({
      position: index + 1,
      code: decision.code,
      title: decision.title,
      role: index === 0 ? first : 'secondary',
      poa: decision.poa ?? exempt(decision.code),
      decided: decision.decided,
      from: decision.from,
      comment: decision.comment,
      evidence: quoted(decision.evidence),
    })),
    admitDiagnosis: coding.admitDiagnosis,
    queries: coding.queries.map((query) => ({
      template: query.template,
      about: query.about,
      question: query.question,
      options: query.options,
      state: query.state,
      sentBy: query.who,
      sentAt: query.at,
      answer: query.answer,
      closedAt: query.closedAt,
      indicators: quoted(query.indicators),
    })),
    ledger,
    writtenAt: at.toISOString(),
  };
}

/** The summary as JSON, with a line end behind it. */
export function summaryJson(summary: CodingSummary): string {
  return `${JSON.stringify(summary, null, 2)}\n`;
}

const COLUMNS = [
  'chart',
  'patient',
  'record',
  'type',
  'admitted',
  'encounter_date',
  'position',
  'role',
  'code',
  'title',
  'poa',
  'decided',
  'changed_from',
  'comment',
  'evidence',
  'catalogue',
  'model',
  'ledger_head',
] as const;

/** The summary's codes as CSV (RFC 4180, UTF-8 with a byte order mark), a line for the admitting diagnosis last. */
export function summaryCsv(summary: CodingSummary): string {
  const { chart, header, catalogue, model, ledger } = summary;
  type Row = Partial<Record<(typeof COLUMNS)[number], string | number | null>>;
  const always: Row = {
    chart: chart.name,
    patient: header.patient,
    record: header.record,
    type: header.type,
    admitted: header.admitted,
    encounter_date: header.encounterDate,
    catalogue,
    model,
    ledger_head: ledger.head,
  };
  const rows: Row[] = summary.codes.map(
    ({ position, role, code, title, poa, decided, from, comment, evidence }) => ({
      ...always,
      position,
      role,
      code,
      title,
      poa,
      decided,
      changed_from: from,
      comment,
      evidence: evidence
        .map(({ document, start, end, text }) => `${document} ${start}–${end}: ${text.replace(/\s+/gu, ' ')}`)
        .join('\n'),
    }),
  );
  const { admitDiagnosis } = summary;
  if (admitDiagnosis) rows.push({ ...always, role: 'admitting', ...admitDiagnosis });
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))];
  return BYTE_ORDER_MARK + lines.map(csvLine).join('');
}

/** Names that Windows keeps for devices, whatever their ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/iu;

/** A file name for what is written of a chart: nothing of its name that any system refuses. */
export function fileNameFor(chart: string, what: string, ending: string): string {
  const clean = chart
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex -- control characters are what must go
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s.]+|[\s.]+$/gu, '')
    .slice(0, 80)
    .trim();
  const name = clean === '' || DEVICE.test(clean) ? `chart ${clean}`.trim() : clean;
  return `${name} ${what}.${ending}`;
}
