"""Computes the fixtures of PeftParityTest: a tiny Llama, one adapter of each kind that PEFT has, and
the logits of both by Transformers and PEFT.

    pip install torch transformers peft
    python peft_fixtures.py ../resources/dev/chiron/nn/adapter/peft
"""

import json
import os
import shutil
import sys
from pathlib import Path

import peft
import torch
import transformers

TOKENS = [[1, 5, 22, 0, 7], [3, 3, 9, 14, 2]]

ADAPTERS = {
    "lora": peft.LoraConfig(
        r=3, lora_alpha=6, target_modules=["q_proj", "v_proj", "down_proj"], task_type="CAUSAL_LM"
    ),
    "ia3": peft.IA3Config(
        target_modules=["k_proj", "v_proj", "down_proj"],
        feedforward_modules=["down_proj"],
        task_type="CAUSAL_LM",
    ),
    "prefix": peft.PrefixTuningConfig(num_virtual_tokens=3, task_type="CAUSAL_LM"),
    "prompt": peft.PromptTuningConfig(num_virtual_tokens=3, task_type="CAUSAL_LM"),
    "p-tuning": peft.PromptEncoderConfig(
        num_virtual_tokens=3, encoder_hidden_size=5, task_type="CAUSAL_LM"
    ),
}


def rounded(logits):
    return [[[round(x, 6) for x in row] for row in rows] for rows in logits.tolist()]


def main(target):
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    os.chdir(target)  # so that the adapters name their base without this machine's folders
    torch.manual_seed(1)
    config = transformers.LlamaConfig(
        vocab_size=23,
        hidden_size=16,
        intermediate_size=24,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=64,
        initializer_range=0.3,
        tie_word_embeddings=True,
    )
    base = transformers.LlamaForCausalLM(config).eval()
    base.save_pretrained("base")
    ids = torch.tensor(TOKENS)
    logits = {}
    with torch.no_grad():
        logits["base"] = rounded(base(ids).logits)
    for name, adapter in ADAPTERS.items():
        fresh = transformers.LlamaForCausalLM.from_pretrained("base")
        tuned = peft.get_peft_model(fresh, adapter).eval()
        with torch.no_grad():
            for parameter in tuned.parameters():
                if parameter.requires_grad:
                    parameter.add_(0.3 * torch.randn_like(parameter))
            tuned.save_pretrained(name)
            read = peft.PeftModel.from_pretrained(
                transformers.LlamaForCausalLM.from_pretrained("base"), name
            ).eval()
            # A soft prompt's logits stand before those of the text.
            logits[name] = rounded(read(ids).logits[:, -ids.shape[1] :])
        Path(name, "README.md").unlink(missing_ok=True)
    document = {
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "peft": peft.__version__,
        "tokens": TOKENS,
        "logits": logits,
    }
    Path("logits.json").write_text(json.dumps(document) + "\n")


main(Path(sys.argv[1]).resolve())
