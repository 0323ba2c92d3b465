import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { ChartCommand } from '../chart/commands.ts';
import { keyWords, Keys } from '../components/Keys.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';
import { chartItems, commandItems, type PaletteActions, type PaletteItem } from './items.ts';
import { fitting } from './matching.ts';

/** Charts shown at once; a worklist of thousands is narrowed by typing. */
const mostCharts = 20;

/**
 * All commands of the screen in use, places, charts and settings by a few letters of their names. Escape
 * closes it and the focus returns; a command runs once it has.
 */
export function Palette(props: {
  commands: readonly ChartCommand[];
  actions: PaletteActions;
  onClose: () => void;
}) {
  const { commands, actions, onClose } = props;
  const [query, setQuery] = useState('');
  // The choice goes by item: another query forgets it, so that Enter runs what stands first.
  const [pointed, setPointed] = useState<{ query: string; id: string } | null>(null);
  const { loaded } = useLoaded('worklist.list', {});
  const [items] = useState(() => commandItems(commands, actions));
  const charts = useMemo(
    () => (loaded.phase === 'ready' ? chartItems(loaded.value, actions.openChart) : []),
    [loaded, actions],
  );
  const list = useRef<HTMLDivElement>(null);
  const id = useId();

  const foundCharts = query.trim() === '' ? [] : fitting(charts, query);
  const shown = [...fitting(items, query), ...foundCharts.slice(0, mostCharts)];
  const hidden = Math.max(0, foundCharts.length - mostCharts);
  const chosen = pointed?.query === query ? shown.findIndex((each) => each.id === pointed.id) : -1;
  const active = Math.max(0, chosen);
  const activeId = shown[active]?.id;

  useEffect(() => {
    if (query.trim() !== '') announce(t('palette.found', { count: shown.length }));
  }, [query, shown.length]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  function run(item: PaletteItem | undefined) {
    if (!item) return;
    onClose();
    // The focus is back where it was in the next frame; a dialog that the command opens returns it there.
    requestAnimationFrame(() => requestAnimationFrame(item.run));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.nativeEvent.isComposing) return;
    const to = {
      ArrowDown: (active + 1) % shown.length,
      ArrowUp: (active - 1 + shown.length) % shown.length,
      PageDown: Math.min(shown.length - 1, active + 8),
      PageUp: Math.max(0, active - 8),
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const item = shown[to];
      if (item) setPointed({ query, id: item.id });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(shown[active]);
    }
  }

  return (
    <ModalOverlay
      isOpen
      isDismissable
      className="overlay palette-overlay"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="modal palette-modal">
        <Dialog className="palette" data-testid="palette">
          <Heading slot="title" level={2} className="visually-hidden">
            {t('palette.title')}
          </Heading>
          <input
            className="palette-box"
            type="text"
            role="combobox"
            aria-label={t('palette.label')}
            placeholder={t('palette.placeholder')}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            aria-expanded={shown.length > 0}
            aria-controls={id}
            aria-autocomplete="list"
            aria-activedescendant={shown.length > 0 ? `${id}-${active}` : undefined}
            data-testid="palette-input"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={onKeyDown}
          />
          {shown.length === 0 ? (
            <p className="palette-hint">{t('palette.nothing')}</p>
          ) : (
            <div
              ref={list}
              id={id}
              role="listbox"
              aria-label={t('palette.results')}
              className="palette-items"
            >
              {shown.map((item, index) => (
                <Option
                  key={item.id}
                  id={`${id}-${index}`}
                  item={item}
                  active={index === active}
                  onClick={() => run(item)}
                />
              ))}
            </div>
          )}
          <p className="palette-hint">
            {hidden > 0
              ? t('palette.moreCharts', { count: hidden })
              : t('palette.how', { enter: keyWords('Enter'), esc: keyWords('Esc') })}
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Option(props: { id: string; item: PaletteItem; active: boolean; onClick: () => void }) {
  const { item } = props;
  return (
    <div
      id={props.id}
      role="option"
      className="palette-item"
      aria-selected={props.active}
      data-testid="palette-item"
      data-id={item.id}
      // The focus stays in the box.
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onClick}
    >
      <span className="palette-label">
        {item.label}
        {item.note !== '' && <span className="palette-note"> {item.note}</span>}
      </span>
      <span className="palette-keys">
        {item.keys.slice(0, 2).map((key) => (
          <Keys key={key} of={key} />
        ))}
      </span>
      <span className="palette-kind">{t(`palette.kind-${item.kind}`)}</span>
    </div>
  );
}
