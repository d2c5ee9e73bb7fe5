package dev.chiron.nn.tensor;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;
import org.bytedeco.pytorch.global.torch;

/**
 * Activation checkpointing (Chen et al., 2016, arXiv:1604.06174): a part of a computation keeps its
 * input only, and is computed again when the backward pass comes to it. Memory falls from all
 * activations to one input a part, for one more forward pass; the gradients are the same bit for
 * bit, also with dropout, whose random state is set back.
 *
 * <p>What a part does beside its result, such as recording activations, it does twice. The backward
 * pass is to run before the scope of the forward pass is closed, and every recorded pass is to be
 * part of what is differentiated. Gradients of gradients are not defined.
 */
public final class Recomputation {
  /** A part that waits for the backward pass; all tensors belong to the scope of the forward. */
  private record Part(Tensor input, Tensor random, UnaryOperator<Tensor> function) {
    boolean isGone() {
      return input.isNull();
    }
  }

  /**
   * How many parts can be told apart at once. A hook is given nothing but a gradient, so the number
   * of a part is the number of leading dimensions of size 1 that its gradient has; tensors have at
   * most 64 dimensions. Parts of the same number are taken latest first, which is the order of the
   * backward pass.
   */
  private static final int NUMBERS = 48;

  private static final Map<Integer, Deque<Part>> WAITING = new HashMap<>();
  private static final Hook HOOK = Scope.own(new Hook());
  private static int next;

  private Recomputation() {}

  /**
   * Computes {@code function(input)} so that its activations are not kept for the backward pass.
   *
   * @param function gives a tensor of the shape of its input, the same one each time
   */
  public static Tensor apply(Tensor input, UnaryOperator<Tensor> function) {
    if (!GradMode.is_enabled()) {
      return function.apply(input);
    }
    Tensor source = input.requires_grad() ? input : input.detach().set_requires_grad(true);
    Part part = new Part(source.detach(), randomState(input), function);
    Tensor value;
    try (Scope scope = Scope.open();
        var _ = Torch.noGradient()) {
      value = scope.keep(function.apply(part.input()));
    }
    long[] shape = Tensors.shape(input);
    Tensor numbered = source.reshape(leadingOnes(register(part), input.numel()));
    numbered.register_hook(HOOK);
    // The difference is zero; it leads the gradient of the value to the hook.
    return value.add(numbered.sub(numbered.detach()).view(shape));
  }

  private static long[] leadingOnes(int count, long size) {
    long[] shape = new long[count + 1];
    Arrays.fill(shape, 1);
    shape[count] = size;
    return shape;
  }

  private static synchronized int register(Part part) {
    int number = next;
    next = (next + 1) % NUMBERS;
    Deque<Part> waiting = WAITING.computeIfAbsent(number, _ -> new ArrayDeque<>());
    waiting.removeIf(Part::isGone);
    waiting.push(part);
    return number;
  }

  private static synchronized Part take(int number) {
    Deque<Part> waiting = WAITING.getOrDefault(number, new ArrayDeque<>());
    waiting.removeIf(Part::isGone);
    if (waiting.isEmpty()) {
      throw new IllegalStateException(
          "the scope of a recomputed forward pass was closed before its backward pass");
    }
    return waiting.pop();
  }

  /** The state of the generator that dropout draws from. */
  private static Tensor randomState(Tensor like) {
    return torch.globalContext().defaultGenerator(like.device()).get_state();
  }

  private static void randomState(Tensor like, Tensor state) {
    torch.globalContext().defaultGenerator(like.device()).set_state(state);
  }

  /** The one callback: JavaCPP has room for few, so all parts share it. */
  private static final class Hook extends TensorTensorHook {
    private Optional<Tensor> given = Optional.empty();

    @Override
    public TensorBase call(TensorBase gradient) {
      try (Scope _ = Scope.open();
          var _ = Torch.gradients(true)) {
        Tensor inputGradient = Scope.own(gradientOfInput(new Tensor(gradient)));
        // The caller copies the reference after the return, so it must live until the next call.
        given.ifPresent(Tensor::close);
        given = Optional.of(inputGradient);
        return inputGradient;
      }
    }

    private static Tensor gradientOfInput(Tensor gradient) {
      Part part = take((int) gradient.dim() - 1);
      Tensor input = part.input().detach().set_requires_grad(true);
      Tensor now = randomState(input);
      randomState(input, part.random());
      Tensor output = part.function().apply(input);
      randomState(input, now);
      boolean create = false;
      output.backward(
          gradient.view(Tensors.shape(input)),
          new BoolOptional(true), // weights may be computed from others, which other parts need too
          create,
          new TensorArrayRefOptional());
      return input.grad().reshape(Tensors.shape(gradient));
    }
  }
}
