import tseslint from 'typescript-eslint';

const TESTS = [
  '**/*.spec.ts',
  '**/*.it.ts',
  '**/*.fixture.ts',
  '**/test/**/*.ts',
  '**/bench/**/*.ts',
  '**/e2e/**/*.ts',
  '**/*.testing.ts',
  'sdk/src/testing/**/*.ts',
];

/** What goes wrong at run time and a compiler lets pass: forgotten promises, untyped values, comparisons that never hold. */
export default tseslint.config(
  { ignores: ['**/dist/**', '**/.angular/**', '**/.data/**', '.cache/**', '**/fixtures/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          'core/server/tsconfig.json',
          'core/web/tsconfig.spec.json',
          'core/web/e2e/tsconfig.json',
          'sdk/tsconfig.spec.json',
          'sdk/create/tsconfig.spec.json',
          'sdk/create/templates/*/tsconfig.spec.json',
          'plugins/*/tsconfig.spec.json',
          'plugins/*/tsconfig.elements.json',
          'examples/*/tsconfig.json',
          'examples/*/tsconfig.spec.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // An async method that has nothing to wait for yet keeps the shape of its interface.
      '@typescript-eslint/require-await': 'off',
      // The compiler that builds and the one that lints do not narrow alike; a removed assertion would break the build.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // Objects of functions are not classes: their functions are taken out of them on purpose.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: [
      'core/server/src/{platform,billing,features}/**/*.ts',
      'sdk/src/**/*.ts',
      'sdk/create/{src,templates/*/src}/**/*.ts',
      'plugins/*/src/**/*.ts',
      'examples/*-plugin/src/**/*.ts',
    ],
    ignores: ['plugins/*/src/vendor/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-globals': ['error', { name: 'parseFloat', message: 'Money is bigint, sizes are whole numbers.' }],
      'no-restricted-properties': ['error', { object: 'Number', property: 'parseFloat', message: 'Money is bigint.' }],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'node:child_process', importNames: ['exec', 'execSync'], message: 'No shell.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name=/[sS]equelize/][callee.property.name='literal']",
          message: 'SQL is written out, with bound values.',
        },
      ],
    },
  },
  {
    // Tests look into answers of every shape, and hand callbacks to libraries that ignore what they return.
    files: TESTS,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
    },
  },
  // They belong to no project of the compiler.
  { files: ['*.config.ts', 'examples/*/*.ts'], extends: [tseslint.configs.disableTypeChecked] },
);
