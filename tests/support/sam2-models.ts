export { type MadeUpSam2, madeUpSam2 } from '../../src/subject/sam2/made-up-sam2.fixture.ts';
