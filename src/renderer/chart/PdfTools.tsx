import { useState } from 'react';
import { t } from '../i18n/i18n.ts';
import { zoomStep, zoomSteps, type Zoom } from './pageLayout.ts';

/** Which page of a PDF is in view, and how large its pages are drawn. */
export function PdfTools(props: {
  page: number | null;
  of: number;
  zoom: Zoom;
  /** Pixels per point that the pages are drawn with. */
  scale: number;
  onPage: (page: number) => void;
  onZoom: (zoom: Zoom) => void;
}) {
  const { page, of, zoom, scale, onZoom } = props;
  const smaller = zoomStep(scale, -1);
  const larger = zoomStep(scale, 1);
  return (
    <>
      <PageField page={page} of={of} onPage={props.onPage} />
      <span className="pdf-zoom">
        <button
          type="button"
          className="button button-quiet button-small zoom-step"
          aria-label={t('document.zoomOut')}
          title={t('document.zoomOut')}
          aria-disabled={smaller === null}
          onClick={() => {
            if (smaller !== null) onZoom(smaller);
          }}
        >
          <span aria-hidden="true">−</span>
        </button>
        <select
          aria-label={t('document.zoom')}
          data-testid="zoom"
          value={String(zoom)}
          onChange={(event) => {
            const chosen = event.target.value;
            onZoom(chosen === 'fit' ? 'fit' : Number(chosen));
          }}
        >
          <option value="fit">{t('document.fitWidth')}</option>
          {zoomSteps.map((step) => (
            <option key={step} value={step}>
              {Math.round(step * 100)} %
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button button-quiet button-small zoom-step"
          aria-label={t('document.zoomIn')}
          title={t('document.zoomIn')}
          aria-disabled={larger === null}
          onClick={() => {
            if (larger !== null) onZoom(larger);
          }}
        >
          <span aria-hidden="true">+</span>
        </button>
      </span>
    </>
  );
}

function PageField({
  page,
  of,
  onPage,
}: {
  page: number | null;
  of: number;
  onPage: (page: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);

  function go() {
    const wanted = Number(typed);
    if (typed !== null && Number.isInteger(wanted) && wanted >= 1 && wanted <= of) onPage(wanted);
    setTyped(null);
  }

  return (
    <span className="pdf-page-field">
      <span aria-hidden="true">{t('document.page')}</span>
      <input
        inputMode="numeric"
        size={Math.max(2, String(of).length)}
        aria-label={t('document.goToPage', { of })}
        data-testid="page-field"
        value={typed ?? page ?? ''}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={go}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          go();
        }}
      />
      <span aria-hidden="true" data-testid="page-count">
        {t('document.pageOf', { of })}
      </span>
    </span>
  );
}
