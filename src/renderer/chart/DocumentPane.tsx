import { useMemo, useRef, useState, type MouseEvent, type ReactNode, type RefObject } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { Chart, ChartDocument } from '../../shared/chart.ts';
import { t } from '../i18n/i18n.ts';
import type { Hit } from './find.ts';
import { FindBar } from './FindBar.tsx';
import { Legend } from './Legend.tsx';
import { MarkCard } from './MarkCard.tsx';
import { isMarked, marksOf, mentionsPerDocument, mentionsPerSection, type MarksShown } from './marks.ts';
import type { Places } from './minimap.ts';
import { Minimap } from './Minimap.tsx';
import { Count, named, Outline, SectionSelect } from './Outline.tsx';
import { keepZoom, storedZoom, type Zoom } from './pageLayout.ts';
import { PdfTools } from './PdfTools.tsx';
import { PdfView } from './PdfView.tsx';
import { markedAt } from './pointed.ts';
import type { CodeRow } from './rows.ts';
import type { Reveal } from './state.ts';
import { TextNote } from './TextNote.tsx';
import { useFind } from './useFind.ts';
import { useSight } from './useSight.ts';
import type { CurrentMention, DocumentView } from './view.ts';

export type { MarksShown } from './marks.ts';

/** Whether the find bar is open; `round` grows by one with every request to find. */
export interface FindState {
  open: boolean;
  round: number;
}

/** More documents than these are chosen from a list, as tabs would be too many to look over. */
const mostTabs = 6;

const noHits: readonly Hit[] = [];

/** The chart's documents, one at a time, with the evidence marked. */
export function DocumentPane(props: {
  chart: Chart;
  document: ChartDocument;
  rows: readonly CodeRow[];
  selected: string | null;
  mention: number;
  reveal: Reveal | null;
  /** Whose evidence is marked: that of every code under consideration, or of the selected one alone. */
  marks: MarksShown;
  /** `round` counts the requests, so that asking again brings the focus back into the field. */
  find: FindState;
  pane: RefObject<HTMLDivElement | null>;
  onMarks: (next: MarksShown) => void;
  onFind: (open: boolean) => void;
  /** The codes that have a mention whose words are in view now; called when that changes. */
  onInView: (codes: ReadonlySet<string>) => void;
  onDisturbed: () => void;
  onDocument: (document: string) => void;
  onPlace: (start: number, end: number) => void;
  onSelect: (code: string) => void;
}) {
  const { chart, document, pane, rows, selected, mention, reveal, onDisturbed, onPlace } = props;
  const view = useRef<DocumentView>(null);
  const [measured, setMeasured] = useState<{ document: string; places: Places } | null>(null);
  const [zoom, setZoom] = useState<Zoom>(storedZoom);
  const [scale, setScale] = useState(1);
  const places = measured?.document === document.id ? measured.places : null;

  // Most codes are marked whether they are selected or not: going from one to the next changes no mark.
  const only = isMarked(rows, selected, props.marks) ? null : selected;
  const spans = useMemo(
    () => marksOf(rows, document.id, only, props.marks),
    [rows, document.id, only, props.marks],
  );
  const perDocument = useMemo(() => mentionsPerDocument(rows), [rows]);
  const perSection = useMemo(
    () => mentionsPerSection(rows, document.id, document.sections),
    [rows, document],
  );
  const looked = rows.find((row) => row.code === selected)?.mentions[mention];
  const current: CurrentMention | null = looked?.document === document.id ? looked : null;

  const where = useSight({ document, rows, reveal, places, pane, view, onInView: props.onInView });
  const finding = useFind(
    chart.documents,
    () => ({ document: document.id, start: view.current?.inView()?.start ?? 0 }),
    (hit) => {
      onDisturbed();
      if (hit.document !== document.id) props.onDocument(hit.document);
      onPlace(hit.start, hit.end);
    },
  );
  const found = useMemo(
    () => finding.hits.filter((hit) => hit.document === document.id),
    [finding.hits, document.id],
  );
  const hits = props.find.open ? found : noHits;
  const hit = props.find.open && finding.at !== null ? (finding.hits[finding.at] ?? null) : null;

  function onClick(event: MouseEvent<HTMLElement>) {
    // The end of a drag that selected words is no choice of a code.
    if (!(window.getSelection()?.isCollapsed ?? true)) return;
    const codes = markedAt(event.clientX, event.clientY)?.codes ?? [];
    // Clicking again on words that several codes share goes on to the next of them.
    const next = codes[(codes.indexOf(selected ?? '') + 1) % codes.length];
    if (next !== undefined) props.onSelect(next);
  }

  const shared = {
    document,
    marks: spans,
    selected,
    current,
    hits,
    hit,
    pane,
    view,
    onPlaces: (next: Places) => setMeasured({ document: document.id, places: next }),
  };
  const outline = { sections: document.sections, mentions: perSection, current: where.section, onPlace };
  const body = (
    <>
      {document.sections.length > 1 && <Outline {...outline} />}
      <div
        key={document.id}
        className="document-scroll"
        ref={pane}
        tabIndex={0}
        role="region"
        aria-label={t('document.textOf', { name: document.name })}
        data-own-arrows
        data-kind={document.kind}
        data-testid="document-scroll"
        onWheel={onDisturbed}
        onPointerDown={onDisturbed}
        onKeyDown={onDisturbed}
        onClick={onClick}
      >
        <h2 className="visually-hidden">{document.name}</h2>
        {document.kind === 'pdf' ? (
          <PdfView {...shared} chart={chart.id} zoom={zoom} onScale={setScale} />
        ) : (
          <TextNote {...shared} />
        )}
      </div>
      <Minimap
        document={document.id}
        rows={rows}
        selected={selected}
        shown={props.marks}
        places={places}
        pane={pane}
        onDisturbed={onDisturbed}
      />
      <MarkCard document={document.id} rows={rows} pane={pane} />
    </>
  );

  const tools = (
    <div className="document-tools">
      {document.sections.length > 1 && <SectionSelect {...outline} />}
      {document.kind === 'pdf' && (
        <PdfTools
          page={where.page}
          of={document.pages?.length ?? 0}
          zoom={zoom}
          scale={scale}
          onPage={(page) => view.current?.goToPage?.(page)}
          onZoom={(next) => {
            keepZoom(next);
            setZoom(next);
          }}
        />
      )}
      <button
        type="button"
        className="button button-quiet button-small toggle"
        aria-pressed={props.marks === 'selected'}
        title={t('document.onlySelectedHint')}
        data-testid="only-selected"
        onClick={() => props.onMarks(props.marks === 'selected' ? 'all' : 'selected')}
      >
        {t('document.onlySelected')}
      </button>
      <Legend />
      <button
        type="button"
        className="button button-quiet button-small toggle"
        aria-pressed={props.find.open}
        title={t('document.findLong')}
        data-testid="find-button"
        onClick={() => props.onFind(!props.find.open)}
      >
        {t('document.find')}
      </button>
    </div>
  );
  const findBar = props.find.open && (
    <FindBar finding={finding} round={props.find.round} onClose={() => props.onFind(false)} />
  );

  return (
    <section className="document-pane" aria-label={t('document.documents')}>
      {chart.documents.length > 1 && chart.documents.length <= mostTabs ? (
        <Tabs
          className="tabs"
          selectedKey={document.id}
          onSelectionChange={(key) => props.onDocument(String(key))}
        >
          <div className="document-bar">
            <TabList className="tab-list" aria-label={t('document.documentsOfChart')}>
              {chart.documents.map((each) => (
                <Tab key={each.id} id={each.id} className="tab" data-testid="document-tab">
                  {each.name} <Count count={perDocument.get(each.id) ?? 0} />
                </Tab>
              ))}
            </TabList>
            {tools}
          </div>
          {findBar}
          <TabPanel key={document.id} id={document.id} className="document-body">
            {body}
          </TabPanel>
        </Tabs>
      ) : (
        <>
          <div className="document-bar">
            <OnlyName chart={chart} document={document} counts={perDocument} onDocument={props.onDocument} />
            {tools}
          </div>
          {findBar}
          <div className="document-body">{body}</div>
        </>
      )}
    </section>
  );
}

/** The document's name, as a list to choose from where there are others. */
function OnlyName(props: {
  chart: Chart;
  document: ChartDocument;
  counts: ReadonlyMap<string, number>;
  onDocument: (document: string) => void;
}): ReactNode {
  const { chart, document, counts } = props;
  if (chart.documents.length === 1) return <span className="document-name">{document.name}</span>;
  return (
    <select
      className="document-select"
      aria-label={t('document.document')}
      data-testid="document-select"
      value={document.id}
      onChange={(event) => props.onDocument(event.target.value)}
    >
      {chart.documents.map((each) => (
        <option key={each.id} value={each.id}>
          {named(each.name, counts.get(each.id) ?? 0)}
        </option>
      ))}
    </select>
  );
}
