import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from '../../../src/renderer/settings/Markdown.tsx';

const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} topLevel={3} />);

describe('Markdown', () => {
  it('puts headings below the one they stand under', () => {
    expect(html('# Pack\n\n## Data')).toBe('<h3>Pack</h3><h4>Data</h4>');
    expect(html('##### Deep')).toBe('<h6>Deep</h6>');
  });

  it('has paragraphs, emphasis and lists within lists', () => {
    expect(html('a **b** *c* `d`')).toBe('<p>a <strong>b</strong> <em>c</em> <code>d</code></p>');
    expect(html('- a\n  1. b\n- c')).toBe('<ul><li>a<ol start="1"><li>b</li></ol></li><li>c</li></ul>');
    expect(html('3. a')).toBe('<ol start="3"><li>a</li></ol>');
  });

  it('has tables with aligned columns, and no header in an empty corner', () => {
    const table = html('| | MAP |\n|---|--:|\n| Spanish | 0.62 (0.60–0.64) |');
    expect(table).toContain('<thead><tr><td></td><th data-align="right">MAP</th></tr></thead>');
    expect(table).toContain('<tr><td>Spanish</td><td data-align="right">0.62 (0.60–0.64)</td></tr>');
    expect(table).toContain('aria-label="Table: MAP"');
  });

  it('shows HTML as it is written', () => {
    expect(html('<script>alert(1)</script>')).toBe('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html('a <img src=x onerror=alert(1)> b')).toBe('<p>a &lt;img src=x onerror=alert(1)&gt; b</p>');
    expect(html('`<b>` &lt;')).toBe('<p><code>&lt;b&gt;</code> &amp;lt;</p>');
  });

  it('shows links as text with their address, and images as their description', () => {
    expect(html('[paper](https://example.org/a) and https://example.org')).toBe(
      '<p>paper (https://example.org/a) and https://example.org</p>',
    );
    expect(html('[run](javascript:alert(1))')).toBe('<p>run (javascript:alert(1))</p>');
    expect(html('![a curve](curve.png)')).toBe('<p>a curve</p>');
  });

  it('shows a text that it cannot lay out as it is', () => {
    const long = 'word '.repeat(10_000);
    expect(html(long)).toBe(`<pre class="markdown-source">${long}</pre>`);
  });
});
