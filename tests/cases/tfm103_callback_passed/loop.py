def repeat(fn, times):
    results = []
    for i in range(times):
        results.append(fn(i))
    return results
