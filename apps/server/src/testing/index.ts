export { signIn, type TestServer, type TestUser, testServer } from './test-server.ts';
