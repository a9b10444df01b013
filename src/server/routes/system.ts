import { createRoute } from '@hono/zod-openapi';
import { featuresAnswerSchema, optionsAnswerSchema } from '../../contract/http.ts';
import type { Check } from '../doctor-check.ts';
import { doctorReport } from '../doctor-report.ts';
import { featuresOf } from '../features.ts';
import { jsonAnswers, newRoutes } from '../http-app.ts';
import { optionViews } from '../option-views.ts';
import type { ServerContext } from '../server-context.ts';

const optionsRoute = createRoute({
  method: 'get',
  path: '/options',
  responses: jsonAnswers(optionsAnswerSchema, 'All option tables'),
});

const featuresRoute = createRoute({
  method: 'get',
  path: '/features',
  responses: jsonAnswers(featuresAnswerSchema, 'What works on this machine'),
});

/** How long a report counts as current, milliseconds: it starts several programs. */
const REPORT_MS = 5000;

/** Routes: options and what works here. */
export function systemRoutes({ settings, packs, maskModels }: ServerContext) {
  let report: Promise<Check[]> | null = null;
  let made = 0;
  const currentReport = () => {
    if (report === null || Date.now() - made > REPORT_MS) {
      made = Date.now();
      report = doctorReport(packs, maskModels);
    }
    return report;
  };
  return newRoutes()
    .openapi(optionsRoute, (c) => c.json(optionViews(), 200))
    .openapi(featuresRoute, async (c) => c.json(featuresOf(await currentReport(), settings.workspace), 200));
}
