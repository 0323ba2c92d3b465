import { type KeyboardEvent, type RefObject } from 'react';
import { Button, Input, SearchField, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { ChartStatus } from '../../shared/chart.ts';
import { Keys } from '../components/Keys.tsx';
import { formatNumber } from '../components/format.ts';
import { currentLanguage, t } from '../i18n/i18n.ts';
import {
  BY_WORK,
  columns,
  dueChoices,
  isEmpty,
  NO_FILTER,
  statuses,
  types,
  type DueChoice,
  type Facets,
  type Filter,
  type Sort,
  type TypeChoice,
  type View,
} from './view.ts';
import { statusKeys, typeKeys } from './words.ts';

/** Search, filters with what each would show, and the order. */
export function FilterBar(props: {
  view: View;
  facets: Facets;
  /** How many charts fit, in words; null without a filter. */
  shown: string | null;
  search: RefObject<HTMLInputElement | null>;
  onChange: (change: Partial<View>) => void;
  /** From the search on to the charts found. */
  onLeave: () => void;
}) {
  const { facets, search } = props;
  const { filter, sort } = props.view;
  const change = (part: Partial<Filter>) => props.onChange({ filter: { ...filter, ...part } });

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    props.onLeave();
  }

  return (
    <div className="filter-bar" role="search" aria-label={t('worklist.filters')}>
      <div className="filter-line">
        <SearchField
          className="filter-search"
          aria-label={t('worklist.search')}
          value={filter.query}
          maxLength={200}
          onChange={(query) => change({ query })}
        >
          <Input
            ref={search}
            className="filter-input"
            placeholder={t('worklist.searchHint')}
            aria-keyshortcuts="/"
            data-testid="worklist-search"
            onKeyDown={onKeyDown}
          />
          {filter.query === '' ? (
            <span aria-hidden="true" className="filter-key">
              <Keys of="/" />
            </span>
          ) : (
            <Button className="filter-erase" aria-label={t('worklist.clearSearch')}>
              ×
            </Button>
          )}
        </SearchField>
        <Choice
          label={t('worklist.type')}
          value={filter.type ?? ''}
          options={[
            { value: '', text: t('worklist.allTypes') },
            ...types.map((type) => ({ value: type, text: counted(t(typeKeys[type]), facets.types[type]) })),
          ]}
          onChange={(value) => change({ type: value === '' ? null : (value as TypeChoice) })}
        />
        <CoderChoice filter={filter} facets={facets} onChange={change} />
        <OrderChoice sort={sort} onChange={(next) => props.onChange({ sort: next })} />
      </div>
      <div className="filter-line">
        <ToggleButtonGroup
          className="filter-toggles"
          aria-label={t('worklist.byStatus')}
          selectionMode="multiple"
          selectedKeys={filter.statuses}
          onSelectionChange={(keys) => change({ statuses: statuses.filter((each) => keys.has(each)) })}
        >
          {statuses.map((status) => (
            <Toggle key={status} id={status} text={t(statusKeys[status])} count={facets.statuses[status]} />
          ))}
        </ToggleButtonGroup>
        <ToggleButtonGroup
          className="filter-toggles"
          aria-label={t('worklist.byDue')}
          selectionMode="multiple"
          selectedKeys={filter.due}
          onSelectionChange={(keys) => change({ due: dueChoices.filter((each) => keys.has(each)) })}
        >
          <Toggle id="overdue" text={t('worklist.overdue')} count={facets.due.overdue} />
          <Toggle id="week" text={t('worklist.dueWeek')} count={facets.due.week} />
        </ToggleButtonGroup>
        {props.shown !== null && (
          <span className="filter-shown" data-testid="worklist-shown">
            {props.shown}
          </span>
        )}
        {!isEmpty(filter) && (
          <Button
            className="button button-quiet button-small"
            onPress={() => {
              props.onChange({ filter: NO_FILTER });
              search.current?.focus();
            }}
          >
            {t('worklist.clearFilters')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Toggle(props: { id: ChartStatus | DueChoice; text: string; count: number }) {
  return (
    <ToggleButton id={props.id} className="filter-toggle" data-filter={props.id}>
      {props.text} <span className="filter-count">{formatNumber(props.count)}</span>
    </ToggleButton>
  );
}

function Choice(props: {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <label className="filter-choice">
      <span className="field-label">{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        {props.options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Values of the choice of a coder: a coder's name may be any text, so that it has a mark before it. */
const ALL = 'all';
const NAME = 'name:';

function CoderChoice(props: { filter: Filter; facets: Facets; onChange: (part: Partial<Filter>) => void }) {
  const { assigned } = props.filter;
  const counts = new Map(props.facets.assigned);
  // A choice that no chart has any more is still shown as what it is.
  if (assigned !== null && !counts.has(assigned)) counts.set(assigned, 0);
  const names = [...counts].sort(([a], [b]) => a.localeCompare(b, currentLanguage()));
  return (
    <Choice
      label={t('worklist.assigned')}
      value={assigned === null ? ALL : NAME + assigned}
      options={[
        { value: ALL, text: t('worklist.allCoders') },
        ...names.map(([name, count]) => ({
          value: NAME + name,
          text: counted(name === '' ? t('worklist.unassigned') : name, count),
        })),
      ]}
      onChange={(value) => props.onChange({ assigned: value === ALL ? null : value.slice(NAME.length) })}
    />
  );
}

function OrderChoice(props: { sort: Sort; onChange: (sort: Sort) => void }) {
  const { column, direction } = props.sort;
  const descending = direction === 'descending';
  return (
    <div className="filter-order">
      <Choice
        label={t('worklist.sortBy')}
        value={column}
        options={[
          { value: 'work', text: t('worklist.byWork') },
          ...columns.map((each) => ({ value: each, text: t(`worklist.${each}`) })),
        ]}
        onChange={(value) =>
          props.onChange(value === 'work' ? BY_WORK : { column: value as Sort['column'], direction })
        }
      />
      <Button
        className="button button-small filter-direction"
        isDisabled={column === 'work'}
        aria-label={t(descending ? 'worklist.descending' : 'worklist.ascending')}
        onPress={() => props.onChange({ column, direction: descending ? 'ascending' : 'descending' })}
      >
        {descending ? '↓' : '↑'}
      </Button>
    </div>
  );
}

function counted(choice: string, count: number): string {
  return t('worklist.choice', { choice, count });
}
