class Trainer:
    def fit(self, folds):
        for fold in folds:
            self.run_fold(fold)

    def run_fold(self, fold):
        raise NotImplementedError
