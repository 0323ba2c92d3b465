import { useEffect } from 'react';
import { request } from '../bridge.ts';
import { ActivityCount } from './activity.ts';

const reportEvery = 15_000;
const modifiers = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead']);

/** While the component is on the screen, reports how long the chart is worked on and how much is pressed. */
export function useActivity(chart: string): void {
  useEffect(() => {
    const count = new ActivityCount(() => performance.now());
    const report = () => {
      const activity = count.take();
      if (activity.seconds === 0 && activity.actions === 0) return;
      // No decision hangs on the count: a report that fails must not disturb the coder.
      request('activity.record', { chart, ...activity }).catch(() => undefined);
    };
    const stir = () => count.stir();
    const click = () => count.act();
    const press = (event: KeyboardEvent) => {
      if (event.repeat || modifiers.has(event.key)) count.stir();
      else count.act();
    };
    const showOrHide = () => (document.visibilityState === 'visible' ? count.stir() : count.rest());
    const leave = () => {
      count.rest();
      report();
    };

    showOrHide();
    const timer = setInterval(report, reportEvery);
    // Captured, so that a key that a dialog or list swallows counts as well.
    const heard = { capture: true, passive: true };
    window.addEventListener('keydown', press, heard);
    window.addEventListener('pointerdown', click, heard);
    window.addEventListener('pointermove', stir, heard);
    window.addEventListener('scroll', stir, heard);
    window.addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', showOrHide);
    return () => {
      leave();
      clearInterval(timer);
      window.removeEventListener('keydown', press, heard);
      window.removeEventListener('pointerdown', click, heard);
      window.removeEventListener('pointermove', stir, heard);
      window.removeEventListener('scroll', stir, heard);
      window.removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', showOrHide);
    };
  }, [chart]);
}
