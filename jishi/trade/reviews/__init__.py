"""What buyers say of goods, what shops answer, and questions before buying."""
