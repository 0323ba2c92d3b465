import type { House } from '../../house.ts';
import type { AnswersOf } from './answer.ts';

/** The auditor's desk, and what coders answer to it. */
export function reviewAnswers(house: House): AnswersOf<'review'> {
  return {
    'review.preview': (request) => house.desk().review.preview(request),
    'review.draw': (request) => house.desk().review.draw(request),
    'review.samples': () => house.desk().review.samples(),
    'review.chart': (request) => house.desk().review.chart(request),
    'review.second': (request) => house.desk().review.second(request),
    'review.find': (request) => house.desk().review.find(request),
    'review.respond': (request) => house.desk().review.respond(request),
    'review.escalate': (request) => house.desk().review.escalate(request),
    'review.settle': (request) => house.desk().review.settle(request),
    'review.close': (request) => {
      const desk = house.desk();
      const sample = desk.review.close(request);
      desk.checkpoint();
      return sample;
    },
    'review.figures': (request) => house.desk().review.figures(request),
    'review.findings': (request) => house.desk().review.findings(request),
    'review.take': ({ chart }) => house.desk().takeIntoReview(chart),
    'review.return': ({ chart, note }) => house.desk().returnToCoder(chart, note),
  };
}
