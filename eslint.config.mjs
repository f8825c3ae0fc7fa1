import figmaPlugin from '@figma/eslint-plugin-figma-plugins';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test-results/', 'models/compact/train/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    // What a person started prints to a terminal; the engine and the plugin report through messages.
    files: ['scripts/**', 'src/cli/**', 'src/playground/server/**', 'test/bench/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['src/plugin/**/*.ts'],
    ...figmaPlugin.flatConfigs.recommended,
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: 'src/plugin/tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
  },
);
