import { Size, TableLayout, type TableLayoutProps } from 'react-aria-components';

export interface LongTableOptions extends TableLayoutProps {
  /** How many rows there are, with those that the table was not given yet; 0 where only given ones count. */
  total: number;
}

type Changes = Parameters<TableLayout<object, LongTableOptions>['update']>[0];

/**
 * A table that is as high as all of its rows from the start, though it is given them only as the user
 * comes near them. Rows are of one height.
 */
export class LongTableLayout extends TableLayout<object, LongTableOptions> {
  #total = 0;

  override shouldInvalidateLayoutOptions(next: LongTableOptions, before: LongTableOptions): boolean {
    return next.total !== before.total || super.shouldInvalidateLayoutOptions(next, before);
  }

  override update(changes: Changes): void {
    this.#total = changes.layoutOptions?.total ?? this.#total;
    super.update(changes);
  }

  protected override buildCollection(): ReturnType<TableLayout<object, LongTableOptions>['buildCollection']> {
    const nodes = super.buildCollection();
    const height = (this.headingSize ?? 0) + this.#total * this.getEstimatedRowHeight();
    this.contentSize = new Size(this.contentSize.width, Math.max(this.contentSize.height, height));
    return nodes;
  }
}
