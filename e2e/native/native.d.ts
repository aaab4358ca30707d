/** What is used of react-native-web, which has no types of its own. */

declare module 'react-native-web' {
  import type { ComponentType, ReactNode } from 'react';

  interface Props {
    readonly children?: ReactNode;
    readonly nativeID?: string;
    readonly onPress?: () => void;
  }
  export const View: ComponentType<Props>;
  export const Text: ComponentType<Props>;
  export const Pressable: ComponentType<Props>;
  export const ScrollView: ComponentType<Props>;
  export const AppRegistry: {
    registerComponent(name: string, component: () => ComponentType<object>): void;
    runApplication(name: string, options: { readonly rootTag: Element | null }): void;
  };
}
