/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Types are checked once, by `npm run lint`; here each file is only translated.
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.jest.json' }] },
  moduleNameMapper: {
    '^kubestrata$': '<rootDir>/lib/index.ts',
    '^kubestrata/contracts/(.*)$': '<rootDir>/lib/contracts/$1.ts',
    '^kubestrata/(.*)$': '<rootDir>/lib/$1/index.ts',
  },
  modulePathIgnorePatterns: [
    '<rootDir>/build/',
    '<rootDir>/dist/',
    '<rootDir>/cdktf.out/',
    '<rootDir>/.cache/',
  ],
};
