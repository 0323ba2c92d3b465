import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { t } from '../i18n/i18n.ts';
import { Work } from '../work/Work.tsx';
import { Ledger } from './Ledger.tsx';
import { Proof } from './Proof.tsx';
import { Workstations } from './Workstations.tsx';

/** What was decided, by entry of the ledger and by coder, and the proof that none of it was altered. */
export function Audit(props: { onOpen: (chart: string) => void }) {
  return (
    <div className="page page-wide">
      <ScreenTitle windowTitle={t('audit.title')}>{t('audit.title')}</ScreenTitle>
      <Tabs className="audit-tabs">
        <TabList className="tab-list" aria-label={t('audit.parts')}>
          <Tab id="ledger" className="tab">
            {t('audit.ledger')}
          </Tab>
          <Tab id="proof" className="tab">
            {t('audit.proof')}
          </Tab>
          <Tab id="workstations" className="tab">
            {t('audit.workstations')}
          </Tab>
          <Tab id="coders" className="tab">
            {t('audit.coders')}
          </Tab>
        </TabList>
        <TabPanel id="ledger">
          <Ledger />
        </TabPanel>
        <TabPanel id="proof">
          <Proof />
        </TabPanel>
        <TabPanel id="workstations">
          <Workstations />
        </TabPanel>
        <TabPanel id="coders">
          <Work of="all" onOpen={props.onOpen} />
        </TabPanel>
      </Tabs>
    </div>
  );
}
