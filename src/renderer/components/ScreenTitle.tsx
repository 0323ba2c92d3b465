import { useEffect, useRef, type ReactNode } from 'react';

/** The screen's one h1. It takes the focus when the screen appears, so that the change is heard. */
export function ScreenTitle(props: { children: ReactNode; windowTitle: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const title = props.windowTitle;
  useEffect(() => {
    document.title = `${title} · Rubricator`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={heading} tabIndex={-1} className="screen-title">
      {props.children}
    </h1>
  );
}
