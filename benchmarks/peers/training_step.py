"""Trains a Llama-shaped decoder with PyTorch, as the peer of `chiron bench training-step`.

Prints `ready`, then answers each line `N` with the seconds that N training
steps took, by the clock and of the processor.
"""

import argparse
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return self.weight * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)


class Attention(nn.Module):
    def __init__(self, width, heads, context):
        super().__init__()
        self.heads = heads
        self.size = width // heads
        self.query, self.key, self.value, self.output = (
            nn.Linear(width, width, bias=False) for _ in range(4)
        )
        rates = 10000.0 ** (-torch.arange(0, self.size, 2).float() / self.size)
        angles = torch.arange(context).float()[:, None] * rates[None]
        self.cos = torch.cat([angles.cos()] * 2, -1)
        self.sin = torch.cat([angles.sin()] * 2, -1)
        self.hidden = torch.ones(context, context).triu(1).bool()

    def by_head(self, x):
        return x.view(x.shape[0], x.shape[1], self.heads, self.size).transpose(1, 2)

    def turn(self, x):
        half = self.size // 2
        turned = torch.cat([-x[..., half:], x[..., :half]], -1)
        return x * self.cos + turned * self.sin

    def forward(self, x):
        q = self.turn(self.by_head(self.query(x)))
        k = self.turn(self.by_head(self.key(x)))
        v = self.by_head(self.value(x))
        if hasattr(F, "scaled_dot_product_attention"):
            mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            likeness = q @ k.transpose(-1, -2) * self.size**-0.5
            mixed = likeness.masked_fill_(self.hidden, float("-inf")).softmax(-1) @ v
        return self.output(mixed.transpose(1, 2).reshape(x.shape))


class Layer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.attention_norm = Norm(shape.width)
        self.attention = Attention(shape.width, shape.heads, shape.context)
        self.norm = Norm(shape.width)
        self.gate = nn.Linear(shape.width, shape.feed_forward, bias=False)
        self.up = nn.Linear(shape.width, shape.feed_forward, bias=False)
        self.down = nn.Linear(shape.feed_forward, shape.width, bias=False)

    def forward(self, x):
        x = x + self.attention(self.attention_norm(x))
        y = self.norm(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y))


class Decoder(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.width)
        self.head = nn.Linear(shape.width, shape.vocabulary, bias=False)

    def forward(self, tokens):
        x = self.embedding(tokens)
        for layer in self.layers:
            x = layer(x)
        return self.head(self.norm(x))


def main():
    parser = argparse.ArgumentParser()
    for name in "layers width heads feed-forward vocabulary context batch threads".split():
        parser.add_argument("--" + name, type=int, required=True)
    shape = parser.parse_args()
    torch.set_num_threads(shape.threads)
    torch.manual_seed(0)
    model = Decoder(shape)
    for weight in model.parameters():
        if weight.dim() > 1:
            nn.init.normal_(weight, std=0.02)
    matrices = [p for p in model.parameters() if p.dim() > 1]
    vectors = [p for p in model.parameters() if p.dim() == 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}],
        lr=1e-3,
        betas=(0.9, 0.95),
    )
    rows = torch.randint(shape.vocabulary, (shape.batch * 4, shape.context + 1))

    def step(number):
        chosen = torch.arange(number * shape.batch, (number + 1) * shape.batch) % len(rows)
        batch = rows[chosen]
        logits = model(batch[:, :-1])
        loss = F.cross_entropy(logits.reshape(-1, shape.vocabulary), batch[:, 1:].reshape(-1))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        return loss.item()

    print("ready", flush=True)
    for line in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        for number in range(int(line)):
            step(number)
        print(time.perf_counter() - start, time.process_time() - cpu, flush=True)


main()
