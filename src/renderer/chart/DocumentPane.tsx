import { useMemo, type RefObject } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { Chart, ChartDocument, Section } from '../../shared/chart.ts';
import { PdfView } from './PdfView.tsx';
import type { CodeRow } from './rows.ts';
import type { MarkSpan } from './segments.ts';
import type { Reveal } from './state.ts';
import { TextNote, type CurrentMention } from './TextNote.tsx';

/** The chart's documents, one at a time, with the evidence marked. */
export function DocumentPane(props: {
  chart: Chart;
  document: ChartDocument;
  rows: readonly CodeRow[];
  selected: string | null;
  mention: number;
  reveal: Reveal | null;
  pane: RefObject<HTMLDivElement | null>;
  onDisturbed: () => void;
  onDocument: (document: string) => void;
  onPlace: (start: number, end: number) => void;
  onSelect: (code: string) => void;
}) {
  const { chart, document, pane, rows, selected, mention, reveal, onDisturbed, onPlace, onSelect } = props;
  const marks = useMemo(() => marksOf(rows, document.id, selected), [rows, document.id, selected]);
  const looked = rows.find((row) => row.code === selected)?.mentions[mention];
  const current: CurrentMention | null = looked?.document === document.id ? looked : null;
  const view = { document, marks, selected, current, reveal, onSelect };

  const body = (
    <>
      {document.sections.length > 1 && <Outline sections={document.sections} onPlace={onPlace} />}
      <div
        key={document.id}
        className="document-scroll"
        ref={pane}
        tabIndex={0}
        role="region"
        aria-label={`Text of ${document.name}`}
        data-own-arrows
        data-testid="document-scroll"
        onWheel={onDisturbed}
        onPointerDown={onDisturbed}
        onKeyDown={onDisturbed}
      >
        <h2 className="visually-hidden">{document.name}</h2>
        {document.kind === 'pdf' ? (
          <PdfView chart={chart.id} pane={pane} {...view} />
        ) : (
          <TextNote pane={pane} {...view} />
        )}
      </div>
    </>
  );

  return (
    <section className="document-pane" aria-label="Documents">
      {chart.documents.length > 1 ? (
        <Tabs
          className="tabs"
          selectedKey={document.id}
          onSelectionChange={(key) => props.onDocument(String(key))}
        >
          <TabList className="tab-list" aria-label="Documents of this chart">
            {chart.documents.map((each) => (
              <Tab key={each.id} id={each.id} className="tab" data-testid="document-tab">
                {each.name}
              </Tab>
            ))}
          </TabList>
          <TabPanel key={document.id} id={document.id} className="document-body">
            {body}
          </TabPanel>
        </Tabs>
      ) : (
        <div className="document-body">{body}</div>
      )}
    </section>
  );
}

/** Light marks for what is likely or taken; the selected code always, a rejected one only while selected. */
function marksOf(rows: readonly CodeRow[], document: string, selected: string | null): MarkSpan[] {
  return rows
    .filter((row) => {
      if (row.code === selected) return true;
      if (row.state === 'rejected') return false;
      return row.tier !== 'candidate' || row.state !== 'undecided';
    })
    .flatMap((row) =>
      row.mentions
        .filter((mention) => mention.document === document)
        .map((mention) => ({
          start: mention.start,
          end: mention.end,
          code: row.code,
          context: mention.context,
        })),
    );
}

function Outline(props: { sections: readonly Section[]; onPlace: (start: number, end: number) => void }) {
  return (
    <nav className="outline" aria-label="Sections">
      <ul className="outline-list">
        {props.sections.map((section) => (
          <li key={section.start}>
            <button
              type="button"
              className="outline-item"
              onClick={() => props.onPlace(section.start, Math.max(section.start + 1, section.bodyStart))}
            >
              {section.heading}
            </button>
          </li>
        ))}
      </ul>
      <label className="outline-select">
        <span>Section</span>
        <select
          value=""
          onChange={(event) => {
            const section = props.sections[Number(event.target.value)];
            if (section) props.onPlace(section.start, Math.max(section.start + 1, section.bodyStart));
          }}
        >
          <option value="" disabled>
            Jump to a section…
          </option>
          {props.sections.map((section, index) => (
            <option key={section.start} value={index}>
              {section.heading}
            </option>
          ))}
        </select>
      </label>
    </nav>
  );
}
