import { useContext, useLayoutEffect, useRef, type ForwardedRef, type ReactNode } from 'react';
import { TableStateContext, type TableState } from 'react-aria-components';
import { createLeafComponent } from 'react-aria-components/CollectionBuilder';

type CellNode = NonNullable<ReturnType<TableState<object>['collection']['getItem']>>;

interface LightCellProps {
  className: string;
  children: ReactNode;
}

/**
 * A cell of plain words in a virtualized `Table`: it is drawn and, by the arrow keys, focused as a `Cell` is,
 * but a press goes to its row, which has the action. A screen full of `Cell`s, each with a press, a hover
 * and a focus ring of its own, takes longer to draw than a key press may.
 */
export const LightCell = createLeafComponent('cell', DrawnCell);

function DrawnCell(props: LightCellProps, _ref: ForwardedRef<HTMLDivElement>, node: CellNode) {
  const manager = useContext(TableStateContext)?.selectionManager;
  const isFocused = manager?.focusedKey === node.key;
  const takesFocus = isFocused && manager.isFocused;
  const cell = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (takesFocus) cell.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <div
      ref={cell}
      role="gridcell"
      aria-colindex={node.index + 1}
      className={props.className}
      {...(isFocused && { tabIndex: 0 })}
    >
      {props.children}
    </div>
  );
}
