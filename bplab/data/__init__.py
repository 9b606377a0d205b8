"""What there is to learn from: data sets, input features, splits and scaling, the same bits from one seed."""
