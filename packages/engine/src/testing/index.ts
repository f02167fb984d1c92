export { type DedicatedPlaces, dedicatedPlaces } from './dedicated-places.ts';
export { type HeldCommits, holdCommits } from './hold-commits.ts';
export { type RestartableCluster, restartableCluster } from './restartable-cluster.ts';
export { type TcpProxy, tcpProxy } from './tcp-proxy.ts';
export { temporaryDirectory } from './temporary-directory.ts';
export { tenantTables } from './tenant-tables.ts';
export { createTenant, emptyDatabase, type TestDatabase, testDatabase } from './test-database.ts';
export { findRedis, freePort, type TestRedis, testRedis } from './test-redis.ts';
