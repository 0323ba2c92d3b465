import { memo, useEffect, useRef, type KeyboardEvent } from 'react';
import { Button, GridList, GridListItem, useDragAndDrop } from 'react-aria-components';
import type { ChartCoding, Decision } from '../../shared/coding.ts';
import { dropped } from '../chart/finals.ts';
import { commandFor, commandGroups, placeOf, type Command } from '../chart/keyboard.ts';
import { finalDecisions } from '../chart/rows.ts';
import { CommandKey } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import { singleLetters } from '../settings/preferences.ts';
import { decidedWords, poaWords } from './words.ts';

type FinalCommand = (typeof commandGroups.final)[number];

/** The codes that will be reported, in their sequence, always in sight. */
export const FinalCodes = memo(AllFinalCodes);

function AllFinalCodes(props: {
  coding: ChartCoding | null;
  /** The selected code if it is one of these; else the list is left as it is. */
  selected: string | null;
  inpatient: boolean;
  closed: boolean;
  /** Counts up when the keyboard goes to the list, so that the focus follows. */
  focusRound: number;
  onSelect: (code: string) => void;
  onSequence: (order: string[]) => void;
  /** A command on the code that has the focus. */
  onCommand: (command: FinalCommand, code: string) => void;
  onAdmit: () => void;
  onClearAdmit: () => void;
}) {
  const { coding, selected, closed, focusRound, onCommand } = props;
  const decisions = finalDecisions(coding);
  const order = decisions.map(({ code }) => code);
  const list = useRef<HTMLDivElement>(null);

  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: closed,
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => {
      const where = target.dropPosition === 'after' ? 'after' : 'before';
      props.onSequence(dropped(order, new Set([...keys].map(String)), String(target.key), where));
    },
  });

  useEffect(() => {
    if (focusRound === 0) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-final-code]') ?? [])];
    (rows.find((row) => row.hasAttribute('data-selected')) ?? rows[0])?.focus();
  }, [focusRound]);

  // Before the list takes the arrow keys for itself.
  const onKeyDownCapture = (event: KeyboardEvent) => {
    const command = commandFor(event, placeOf(event.target), singleLetters());
    const row =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-final-code]') : null;
    const code = row?.dataset['code'];
    if (!isFinalCommand(command) || code === undefined || event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
    onCommand(command, code);
  };

  return (
    <section className="final-codes" aria-label={t('codes.final')} onKeyDownCapture={onKeyDownCapture}>
      <h2 className="final-title">
        {t('codes.final')}{' '}
        <span className="codes-count">{t('common.codes', { count: decisions.length })}</span>
        <span className="final-key">
          <CommandKey of="final-codes" />
        </span>
      </h2>
      {decisions.length === 0 ? (
        <p className="final-empty">{t('codes.finalEmpty')}</p>
      ) : (
        <div className="final-scroll" ref={list}>
          <GridList
            className="final-list"
            aria-label={t('codes.final')}
            selectionMode="single"
            selectionBehavior="replace"
            selectedKeys={selected === null ? [] : [selected]}
            onSelectionChange={(keys) => {
              const [key] = keys === 'all' ? [] : keys;
              if (key !== undefined) props.onSelect(String(key));
            }}
            escapeKeyBehavior="none"
            disallowTypeAhead
            dragAndDropHooks={dragAndDropHooks}
          >
            {decisions.map((decision, index) => (
              <FinalRow
                key={decision.code}
                decision={decision}
                place={index}
                inpatient={props.inpatient}
                closed={closed}
                onCommand={onCommand}
              />
            ))}
          </GridList>
        </div>
      )}
      {props.inpatient && (
        <div className="admit" data-testid="admit-diagnosis">
          <span className="admit-label">
            {t('codes.admit')} <CommandKey of="admit" />
          </span>
          <span className="admit-code">
            {coding?.admitDiagnosis ? (
              <>
                <span className="code">{coding.admitDiagnosis.code}</span> {coding.admitDiagnosis.title}
              </>
            ) : (
              t('codes.admitNone')
            )}
          </span>
          {!closed && (
            <span className="admit-actions">
              <button type="button" className="button button-quiet button-small" onClick={props.onAdmit}>
                {t('codes.admitChoose')}
              </button>
              {coding?.admitDiagnosis && (
                <button
                  type="button"
                  className="button button-quiet button-small"
                  onClick={props.onClearAdmit}
                >
                  {t('codes.admitClear')}
                </button>
              )}
            </span>
          )}
        </div>
      )}
    </section>
  );
}

function FinalRow(props: {
  decision: Decision;
  place: number;
  inpatient: boolean;
  closed: boolean;
  onCommand: (command: FinalCommand, code: string) => void;
}) {
  const { decision, place, inpatient, closed } = props;
  const { code, poa } = decision;
  const poaLabel = t('codes.finalPoa', {
    code,
    value: poa === null ? t('codes.finalPoaNone') : poaWords(poa),
  });
  return (
    <GridListItem
      id={code}
      className="final-row"
      textValue={`${code} ${decision.title}`}
      data-testid="final-code-row"
      data-final-code
      data-code={code}
    >
      {!closed && (
        <Button slot="drag" className="final-drag" aria-label={t('codes.finalDrag', { code })}>
          <span aria-hidden="true">⠿</span>
        </Button>
      )}
      <span className="final-place" aria-hidden="true">
        {place + 1}
      </span>
      <span className="final-body">
        <span className="final-line">
          <span className="code">{code}</span>
          {place === 0 && (
            <span className="chip final-first">
              {t(inpatient ? 'codes.finalPrincipal' : 'codes.finalFirst')}
            </span>
          )}
          {decision.decided !== 'accepted' && (
            <span className="final-how">
              {decision.from === null
                ? decidedWords(decision.decided)
                : t('codes.insteadOf', { code: decision.from })}
            </span>
          )}
        </span>
        <span className="final-row-title" title={decision.title}>
          {decision.title}
        </span>
        {decision.comment !== null && <span className="final-comment">{decision.comment}</span>}
      </span>
      <span className="final-actions">
        {inpatient && (
          <Button
            className="final-poa"
            aria-label={poaLabel}
            data-testid="poa"
            data-poa={poa ?? undefined}
            isDisabled={closed}
            onPress={() => props.onCommand('poa', code)}
          >
            {poa === null ? t('codes.finalPoaMissing') : poa === 'exempt' ? '—' : poa}
          </Button>
        )}
        {!closed && (
          <Button
            className="final-note"
            aria-label={t('codes.finalComment', { code })}
            onPress={() => props.onCommand('comment', code)}
          >
            <span aria-hidden="true">✎</span>
          </Button>
        )}
      </span>
    </GridListItem>
  );
}

function isFinalCommand(command: Command | null): command is FinalCommand {
  return command !== null && (commandGroups.final as readonly Command[]).includes(command);
}
