import type { Route } from '../http/route.ts';
import { appRoutes } from './app.ts';
import { archiveRoutes } from './archives.ts';
import { checkRoutes } from './checks.ts';
import { commentRoutes } from './comments.ts';
import { contentRoutes } from './contents.ts';
import { deliveryRoutes } from './deliveries.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { pullRoutes } from './pulls.ts';
import { reviewRoutes } from './reviews.ts';
import { repositoryRoutes } from './repository.ts';
import { writeRoutes } from './writes.ts';

/** Every operation that is answered; the first that fits a request is taken. */
export const routes: Route[] = [
  ...appRoutes,
  ...deliveryRoutes,
  ...repositoryRoutes,
  ...contentRoutes,
  ...archiveRoutes,
  ...commentRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...pullRoutes,
  ...reviewRoutes,
  ...checkRoutes,
  ...writeRoutes,
];
