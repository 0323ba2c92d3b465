import { useEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { Chart } from '../../shared/chart.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { announce } from '../components/LiveRegion.tsx';
import type { InterfaceLanguage } from '../i18n/area.ts';
import { print as printWords } from '../i18n/areas/print.ts';
import { t } from '../i18n/i18n.ts';
import { pageRule } from './pageRule.ts';
import { wordsIn } from './wordsIn.ts';

export interface PrintJob {
  chart: Chart;
  what: 'summary' | 'query';
  to: 'paper' | 'pdf';
  language: InterfaceLanguage;
  content: ReactNode;
}

export interface Printing {
  /** The job under way. */
  job: PrintJob | null;
  failure: RequestFailure | null;
  dismiss: () => void;
  print: (job: PrintJob) => void;
  /** What is printed; the component must show it. It is seen on paper alone. */
  sheet: ReactNode;
}

/** Prints a sheet: it stands in the page while the main process makes paper or a PDF of it, and no longer. */
export function usePrint(): Printing {
  const [job, setJob] = useState<PrintJob | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);

  useEffect(() => {
    if (!job) return;
    carryOut(job)
      .then(
        (file) => {
          if (file !== null) announce(t('print.saved', { file }));
        },
        (error: unknown) => setFailure(asFailure(error)),
      )
      .finally(() => setJob(null));
  }, [job]);

  return {
    job,
    failure,
    dismiss: () => setFailure(null),
    print: (next) => {
      if (job) return;
      setFailure(null);
      announce(t('print.printing'));
      setJob(next);
    },
    sheet: job && createPortal(<PrintSheet job={job} />, document.body),
  };
}

/** The name of the file written; null where none was. */
async function carryOut({ chart, what, to }: PrintJob): Promise<string | null> {
  if (to === 'pdf') return (await request('print.pdf', { chart: chart.id, what })).file;
  await request('print.paper', {});
  return null;
}

function PrintSheet({ job }: { job: PrintJob }) {
  const { header, name } = job.chart;
  const head = [header.patient ?? name, header.record].filter((each) => each !== null).join(' · ');
  return (
    <div className="print-sheet" lang={job.language}>
      <style>{pageRule(head, wordsIn(printWords, job.language)('page'))}</style>
      {job.content}
    </div>
  );
}
