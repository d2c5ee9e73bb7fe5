package dev.chiron.nn.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Frees every tensor and every native temporary that this thread makes between {@link #open} and
 * {@link #close}, except those that are {@linkplain #keep kept} or {@linkplain #own owned}.
 *
 * <pre>{@code
 * try (Scope scope = Scope.open()) {
 *   Tensor loss = …;
 *   return scope.keep(loss);
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {
  private final @Nullable PointerScope enclosing;
  private final PointerScope pointers;

  private Scope() {
    Torch.start();
    enclosing = PointerScope.getInnerScope();
    pointers = new PointerScope();
  }

  /** Opens a scope inside the one that is open on this thread, if any. */
  public static Scope open() {
    return new Scope();
  }

  /**
   * Lets a tensor outlive this scope: the enclosing scope frees it, or its owner closes it where
   * there is none.
   */
  public <P extends Pointer> P keep(P pointer) {
    if (enclosing == null) {
      return own(pointer);
    }
    enclosing.attach(pointer);
    return pointer;
  }

  /** Lets a tensor outlive all scopes that are open now: its owner closes it. */
  public static <P extends Pointer> P own(P pointer) {
    pointer.retainReference();
    return pointer;
  }

  @Override
  public void close() {
    pointers.close();
  }
}
