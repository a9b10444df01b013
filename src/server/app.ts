import { API } from '../contract/http.ts';
import { FacePictures } from './faces/face-pictures.ts';
import { answerError, newRoutes } from './http-app.ts';
import { RecordStore } from './records/record-store.ts';
import { eventsRoutes } from './routes/events.ts';
import { exportsRoutes } from './routes/exports.ts';
import { facePicturesRoutes } from './routes/face-pictures.ts';
import { filesRoutes } from './routes/files.ts';
import { framesRoutes } from './routes/frames.ts';
import { modelsRoutes } from './routes/models.ts';
import { peopleRoutes } from './routes/people.ts';
import { presetsRoutes } from './routes/presets.ts';
import { probeRoutes } from './routes/probe.ts';
import { reviewRoutes } from './routes/review.ts';
import { runsRoutes } from './routes/runs.ts';
import { siteRoutes } from './routes/site.ts';
import { subjectRoutes } from './routes/subject.ts';
import { systemRoutes } from './routes/system.ts';
import { uploadsRoutes } from './routes/uploads.ts';
import type { ServerContext } from './server-context.ts';

/** All routes below {@link API}; the web client infers its types from them. */
export function apiRoutes(context: ServerContext) {
  const records = new RecordStore();
  const facePictures = new FacePictures(context);
  return newRoutes()
    .route(API, systemRoutes(context))
    .route(API, filesRoutes(context))
    .route(API, probeRoutes(context))
    .route(API, siteRoutes(context))
    .route(API, uploadsRoutes(context))
    .route(API, modelsRoutes(context))
    .route(API, facePicturesRoutes(context, facePictures))
    .route(API, presetsRoutes(context))
    .route(API, runsRoutes(context))
    .route(API, eventsRoutes(context))
    .route(API, framesRoutes(context, records))
    .route(API, reviewRoutes(context, records))
    .route(API, peopleRoutes(context, facePictures))
    .route(API, subjectRoutes(context, records))
    .route(API, exportsRoutes(context))
    .onError((thrown, c) => answerError(c, thrown));
}

/** Type of the routes, for the client. */
export type ApiRoutes = ReturnType<typeof apiRoutes>;
