"""Writes small random decoders as Hugging Face's transformers saves them, and their logits.

    pip install torch transformers && python decoders.py
"""

import torch
import transformers as hf
from make import noisy, save

IDS = [[5, 9, 3, 17, 6, 1, 22, 9]]
MODERN = dict(
    vocab_size=24,
    hidden_size=16,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=24,
    max_position_embeddings=32,
    attn_implementation="eager",
)


def write(name, model):
    model = noisy(model)
    ids = torch.tensor(IDS)
    text = model.generate(
        ids, max_new_tokens=6, do_sample=False, eos_token_id=None, pad_token_id=0
    )
    save(name, model, ids=IDS, logits=model(ids).logits, generated=text[0, ids.shape[1] :])


def main():
    torch.manual_seed(0)
    scaled = dict(
        rope_type="llama3",
        rope_theta=10000.0,
        factor=4.0,
        low_freq_factor=1.0,
        high_freq_factor=2.0,
        original_max_position_embeddings=16,
    )
    config = hf.LlamaConfig(num_key_value_heads=2, rope_parameters=scaled, **MODERN)
    write("llama", hf.LlamaForCausalLM(config))
    config = hf.MistralConfig(num_key_value_heads=2, sliding_window=3, **MODERN)
    write("mistral", hf.MistralForCausalLM(config))
    config = hf.Qwen2Config(
        num_key_value_heads=2,
        use_sliding_window=True,
        sliding_window=3,
        max_window_layers=1,
        tie_word_embeddings=True,
        **MODERN,
    )
    write("qwen2", hf.Qwen2ForCausalLM(config))
    config = hf.Qwen3Config(num_key_value_heads=2, head_dim=6, **MODERN)
    write("qwen3", hf.Qwen3ForCausalLM(config))
    config = hf.GPT2Config(
        vocab_size=24, n_positions=32, n_embd=16, n_layer=2, n_head=4,
        bos_token_id=0, eos_token_id=0, attn_implementation="eager",
    )
    write("gpt2", hf.GPT2LMHeadModel(config))
    classic = dict(
        vocab_size=24, hidden_size=16, num_hidden_layers=2, num_attention_heads=4,
        max_position_embeddings=32, attn_implementation="eager",
    )
    config = hf.OPTConfig(ffn_dim=24, word_embed_proj_dim=16, **classic)
    write("opt", hf.OPTForCausalLM(config))
    config = hf.OPTConfig(
        ffn_dim=24, word_embed_proj_dim=8, do_layer_norm_before=False, **classic
    )
    write("opt-narrow", hf.OPTForCausalLM(config))
    config = hf.GPTNeoXConfig(intermediate_size=24, rotary_pct=0.5, **classic)
    write("gpt-neox", hf.GPTNeoXForCausalLM(config))


if __name__ == "__main__":
    main()
