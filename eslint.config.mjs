import figmaPlugin from '@figma/eslint-plugin-figma-plugins';
import tseslint from 'typescript-eslint';

const WORDS_ELSEWHERE = 'What users read belongs in src/ui/text.';
const WORDS = ':matches(Literal[value=/\\p{L}/u], TemplateElement[value.raw=/\\p{L}/u])';
const WORDED_ATTRIBUTE =
  'JSXAttribute[name.name=/^(aria-label|title|placeholder|alt|label|text)$/]';

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
    // As they stand, in one of two branches, or around a value.
    files: ['src/ui/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'JSXText[value=/\\p{L}.*\\p{L}/su]',
          `${WORDED_ATTRIBUTE} > ${WORDS}`,
          `:matches(${WORDED_ATTRIBUTE}, JSXElement, JSXFragment) > JSXExpressionContainer > :matches(ConditionalExpression, TemplateLiteral) > ${WORDS}`,
        ].map((selector) => ({ selector, message: WORDS_ELSEWHERE })),
      ],
    },
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
