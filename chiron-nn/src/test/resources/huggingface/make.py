"""Writes small random models as Hugging Face's transformers saves them, and what they compute.

    pip install torch transformers && python make.py

Each folder gets config.json, model.safetensors and expected.json (inputs and outputs).
"""

import json
import pathlib

import torch
import transformers as hf

HERE = pathlib.Path(__file__).parent
SIZES = dict(
    hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=12
)
IDS = [[5, 9, 3, 17, 6], [4, 21, 8, 0, 0]]
MASK = [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]]


def save(name, model, **expected):
    folder = HERE / name
    model.save_pretrained(folder)
    numbers = {
        key: value.tolist() if isinstance(value, torch.Tensor) else value
        for key, value in expected.items()
    }
    (folder / "expected.json").write_text(json.dumps(numbers))
    for extra in folder.iterdir():
        if extra.name not in ("config.json", "model.safetensors", "expected.json"):
            extra.unlink()


def noisy(model, deviation=0.3):
    """Moves every parameter away from its neutral value."""
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += deviation * torch.randn(parameter.shape, generator=generator)
    return model.eval()


def encoders():
    ids = torch.tensor(IDS)
    mask = torch.tensor(MASK)
    types = torch.tensor([[0, 0, 1, 1, 1], [0, 1, 1, 0, 0]])
    bert = hf.BertConfig(vocab_size=24, max_position_embeddings=16, **SIZES)
    model = noisy(hf.BertForMaskedLM(bert))
    inputs = dict(input_ids=ids, attention_mask=mask, token_type_ids=types)
    save("bert-masked", model, ids=IDS, mask=MASK, types=types, logits=model(**inputs).logits)
    bert.num_labels = 3
    model = noisy(hf.BertForSequenceClassification(bert))
    save("bert-labels", model, ids=IDS, mask=MASK, types=types, logits=model(**inputs).logits)
    model = noisy(hf.BertModel(bert))
    states = model(**inputs).last_hidden_state
    save("bert-bare", model, ids=IDS, mask=MASK, types=types, logits=states)
    ids = ids.masked_fill(mask == 0, 1)
    roberta = hf.RobertaConfig(
        vocab_size=24, max_position_embeddings=16, type_vocab_size=1, **SIZES
    )
    inputs = dict(input_ids=ids, attention_mask=mask)
    model = noisy(hf.RobertaForMaskedLM(roberta))
    save("roberta-masked", model, ids=ids, mask=MASK, logits=model(**inputs).logits)
    roberta.num_labels = 3
    model = noisy(hf.RobertaForSequenceClassification(roberta))
    save("roberta-labels", model, ids=ids, mask=MASK, logits=model(**inputs).logits)


def encoder_decoders():
    mask = torch.tensor(MASK)
    target = [[0, 7, 2, 11], [0, 3, 3, 19]]
    t5 = dict(vocab_size=24, d_model=8, d_kv=5, d_ff=12, num_layers=2, num_heads=2)
    near = dict(relative_attention_num_buckets=8, relative_attention_max_distance=10)
    bart = dict(vocab_size=24, d_model=8, max_position_embeddings=80)
    for side in ("encoder", "decoder"):
        bart |= {f"{side}_layers": 2, f"{side}_attention_heads": 2, f"{side}_ffn_dim": 12}
    models = {
        "t5": hf.T5ForConditionalGeneration(
            hf.T5Config(feed_forward_proj="relu", num_decoder_layers=1, **t5, **near)
        ),
        "bart": hf.BartForConditionalGeneration(
            hf.BartConfig(forced_eos_token_id=None, **bart)
        ),
    }
    for name in ("flan-t5", "flan-t5-shared"):
        models[name] = hf.T5ForConditionalGeneration(
            hf.T5Config(feed_forward_proj="gated-gelu", tie_word_embeddings=False, **t5)
        )
    # Published files of version 1.1 have a head of their own; this library ties it at first.
    models["flan-t5"].lm_head.weight = torch.nn.Parameter(torch.randn(24, 8))
    for name, model in models.items():
        noisy(model, 0.7)
        ids = torch.tensor(IDS).masked_fill(mask == 0, model.config.pad_token_id)
        inputs = dict(input_ids=ids, attention_mask=mask)
        logits = model(**inputs, decoder_input_ids=torch.tensor(target)).logits
        start = [[0]] if name != "bart" else [[2, 0]]
        greedy = model.generate(
            **inputs,
            decoder_input_ids=torch.tensor(start * 2),
            generation_config=hf.GenerationConfig(
                max_new_tokens=30,
                do_sample=False,
                num_beams=1,
                pad_token_id=model.config.pad_token_id,
                eos_token_id=model.config.eos_token_id,
                decoder_start_token_id=start[0][0],
            ),
        )[:, len(start[0]) :]
        # A long row reaches the buckets of far distances.
        far = torch.arange(60).reshape(1, 60) % 20 + 3
        long = model(input_ids=far, decoder_input_ids=far).logits[:, ::13]
        save(
            name, model, ids=ids, mask=MASK, target=target, logits=logits, greedy=greedy, long=long
        )


def vision():
    generator = torch.Generator().manual_seed(2)
    images = torch.randn(2, 3, 8, 8, generator=generator)
    vit = hf.ViTConfig(image_size=8, patch_size=4, num_labels=3, **SIZES)
    model = noisy(hf.ViTForImageClassification(vit))
    save("vit", model, images=images, logits=model(pixel_values=images).logits)
    text = dict(vocab_size=24, max_position_embeddings=9, eos_token_id=23, **SIZES)
    image = dict(image_size=8, patch_size=4, **SIZES)
    config = hf.CLIPConfig(text_config=text, vision_config=image, projection_dim=6)
    model = noisy(hf.CLIPModel(config))
    ids = [[5, 9, 3, 23, 23], [4, 21, 8, 2, 23]]
    logits = model(input_ids=torch.tensor(ids), pixel_values=images).logits_per_text
    save("clip", model, ids=ids, images=images, logits=logits)


torch.manual_seed(0)
if __name__ == "__main__":
    encoders()
    encoder_decoders()
    vision()
